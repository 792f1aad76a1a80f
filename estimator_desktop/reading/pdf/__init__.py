"""PDF: words → columns → rows → positions.  `engine` reads a whole document; its parts are loaded one by one."""
