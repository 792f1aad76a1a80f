"""The program's own files taken back: JSON and workbooks that `writing` wrote, edited or not."""
