import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guidePictures } from './guide-pictures';

/** `make pictures`: draws the pictures of the guide anew. */
const folder = process.argv[2] ?? join(__dirname, '../../../../docs/anonymisation');
for (const [name, svg] of Object.entries(guidePictures())) writeFileSync(join(folder, name), svg);
