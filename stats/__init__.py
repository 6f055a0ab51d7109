"""The year's figures: indicators, the annual report, charts, exports. Reads every part, writes to none of them."""
