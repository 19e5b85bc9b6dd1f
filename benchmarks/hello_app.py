"""A reference: Flask's hello world."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
@app.get("/healthz")
def hello() -> str:
    return "<p>Hello, World!</p>"
