"""The meeting pack: what the pages show, for the table, the screen and the mail. No Streamlit here."""
