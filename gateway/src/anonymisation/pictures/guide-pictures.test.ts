import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleCells, guidePictures } from './guide-pictures';

const FOLDER = join(__dirname, '../../../../docs/anonymisation');

describe('the pictures of the guide', () => {
  it.each(Object.entries(guidePictures()))('%s is what the engine’s formulas draw (make pictures)', (name, svg) => {
    expect(readFileSync(join(FOLDER, name), 'utf8')).toBe(svg);
  });

  it('are of an example that is as it is described', () => {
    const sizes = exampleCells().map(({ rows }) => rows);
    expect(sizes).toHaveLength(500);
    expect(Math.abs(sizes.reduce((sum, size) => sum + size, 0) - 10_000)).toBeLessThan(100);
    expect(sizes[0]! / sizes[1]!).toBeCloseTo(2, 2);
  });
});
