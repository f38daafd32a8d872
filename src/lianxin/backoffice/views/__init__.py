"""The rooms behind the desk: accounts, the trail, roles, the installation."""
