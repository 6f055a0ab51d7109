"""The report as files: JSON, CSV, XLSX and PDF."""
