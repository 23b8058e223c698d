mod uats;
