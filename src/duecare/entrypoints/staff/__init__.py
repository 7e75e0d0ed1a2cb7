"""The staff site: thin views over queries and actions."""
