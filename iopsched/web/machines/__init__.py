"""What machines ask for: calendar apps, the provider of texts, browsers, programs, whoever watches."""
