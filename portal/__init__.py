"""The pages a person sees: views, forms, urls, template tags. No business logic."""
