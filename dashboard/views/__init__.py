"""One page a file; with app.py the only place that knows Streamlit."""
