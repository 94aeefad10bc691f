"""What each tool is asked, one file a tool."""
