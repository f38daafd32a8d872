"""The look: components, icons, forms and the frame every page stands in. No models; knows no other app."""
