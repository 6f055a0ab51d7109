"""Pages of accounts: login and second factor (allauth's views in our clothes), the account itself, people and roles."""
