"""Rules and words of the trade. Standard library only; everybody may import it, it imports nobody."""
