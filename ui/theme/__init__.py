"""How everything looks: colours, spacing, the stylesheet and icons, all from one set of tokens."""
