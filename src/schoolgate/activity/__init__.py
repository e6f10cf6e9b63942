"""The activity log: what passed on the web and by mail, in columns, under pseudonyms."""
