"""Charts: what a page says (`chart`), how it is drawn (`drawing`, in the worker), and where it is kept (`store`)."""
