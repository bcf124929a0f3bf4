"""Pages of the third room: fetch, bind the form, call one service, redirect."""
