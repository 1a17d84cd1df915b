"""The audit: encounters in, from every form that they come in; findings, sequencing and reports out."""
