import { splitLines } from './split-lines';

describe('the lines a dispenser hands out', () => {
  it('become public numbers, and a record of goods that only centre and pharmacy keep', () => {
    const lines = [
      { line: 1, quantity: 5, batch: 'B-1', product: 'other', substitutionReason: 'shortage', isOwing: true },
      { line: 2, quantity: 0, notDispensedReason: 'OUT_OF_STOCK' },
      { line: 3, quantity: 0, isOwing: true },
    ];
    expect(splitLines(lines)).toEqual({
      dispensed: [
        { line: 1, quantity: 5, isOwing: true },
        { line: 2, quantity: 0, notDispensedReason: 'OUT_OF_STOCK' },
        { line: 3, quantity: 0, isOwing: true },
      ],
      record: { lines: [{ line: 1, batch: 'B-1', product: 'other', substitutionReason: 'shortage' }] },
    });
  });

  it('are refused, all faults at once, where goods have no batch or nothing is handed out without a reason', () => {
    const faulty = [
      { line: 1, quantity: 5 },
      { line: 2, quantity: 0 },
    ];
    expect(() => splitLines(faulty)).toThrow(
      expect.objectContaining({
        code: 'INPUT_INVALID',
        detail: {
          faults: [
            { path: '/lines/0/batch', rule: 'required' },
            { path: '/lines/1/notDispensedReason', rule: 'required' },
          ],
        },
      }),
    );
  });
});
