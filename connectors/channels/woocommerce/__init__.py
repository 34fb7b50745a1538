"""WooCommerce shops by the REST API wc/v3."""
