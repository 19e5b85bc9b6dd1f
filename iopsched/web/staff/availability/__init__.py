"""What staff change of what is offered: forms, drafts, previews and what came of it."""
