"""What knows no lesson: running and judging an answer, describing it, books, pictures, explorables, predictions."""
