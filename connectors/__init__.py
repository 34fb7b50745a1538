"""Everything that speaks to the world outside: channels, carriers and the simulators that stand in for them."""
