"""The web pages for right holders, administrators and trainers: a second Flask app, same core."""
