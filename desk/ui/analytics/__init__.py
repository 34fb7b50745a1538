"""The area of analytics: figures with a chart, the table behind it, and the list behind each number."""
