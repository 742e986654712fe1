"""Videos made by any executor, on other machines too: nothing is shared but what is sent."""
