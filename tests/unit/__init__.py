"""Small and pure: the model, the plugins, the theme's colours."""
