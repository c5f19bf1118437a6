"""When the window locks by itself: nobody at work, the screen locked, the computer asleep."""
