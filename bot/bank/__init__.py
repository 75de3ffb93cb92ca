"""The bank: question files, forms and tables turned into checked rules.Question values; it runs no code of theirs."""
