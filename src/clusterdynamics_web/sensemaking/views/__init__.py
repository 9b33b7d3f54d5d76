"""Pages of the team, of the room, of the screen, and of those who see their place beforehand."""
