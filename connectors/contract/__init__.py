"""What every connector promises: protocols, capabilities, snapshots, error kinds. Knows desk.domain, nothing above."""
