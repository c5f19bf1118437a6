"""Files that are read, not run: policy, translations, icons, templates, schemas."""
