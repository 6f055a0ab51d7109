"""Charts: what a page says (`chart`), how it is drawn (`drawing`, in the worker), where the picture is kept (`store`)."""
