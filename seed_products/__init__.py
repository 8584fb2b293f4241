"""Invented right holders, brands and products; the code that draws and photographs them."""
