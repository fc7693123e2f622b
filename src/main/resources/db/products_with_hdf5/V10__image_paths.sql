-- Programs of the one-file layout write an image by INSERT OR REPLACE, and their tables refer to images by the path: without a unique key
-- there, the first makes a second row of each image, and with foreign_keys=ON the second fails every DELETE. In files of their own, programs
-- add a row for each time that an image is made anew.
CREATE UNIQUE INDEX unique_images_path ON images (path);
