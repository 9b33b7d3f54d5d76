"""From what was found to what is done: findings, actions, reviews, and what the next wave says about them."""
