"""What every connector promises: protocols, capabilities, snapshots and error kinds. Knows desk.domain, nothing above."""
