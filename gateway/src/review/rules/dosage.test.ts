import { dailyAmount } from './dosage';
import { microgramsPerUnit } from './strength';

describe('a dosage instruction', () => {
  it.each([
    ['1-0-1', 2000],
    ['1-1-1-1', 4000],
    ['½-0-½', 1000],
    ['0.5-0-1 with food', 1500],
    ['1 capsule 3 times a day', 3000],
    ['1 capsule three times daily', 3000],
    ['2 tablets twice daily', 4000],
    ['Take 1 tablet once daily', 1000],
    ['one tablet daily', 1000],
    ['half a tablet twice a day', 1000],
    ['1 tablet every 8 hours', 3000],
    ['2 tablets every 6 hours', 8000],
    ['1 tablet 4 x daily', 4000],
    ['1 tablet per day', 1000],
    ['1 to 2 tablets as needed, up to 8 a day', 8000],
    ['1 capsule 3 times a day for 7 days', 3000],
  ])('%s is that many thousandths of a unit a day', (dosage, thousandths) => {
    expect(dailyAmount(dosage)).toEqual({ of: 'unit', thousandths, isWeekly: false });
  });

  it.each([
    ['500 mg 3 times a day', 1_500_000],
    ['1 g every 6 hours', 4_000_000],
    ['1 g when needed, not more than 4 g in 24 hours', 4_000_000],
    ['100 micrograms daily', 100],
  ])('%s is that many micrograms a day', (dosage, thousandths) => {
    expect(dailyAmount(dosage)).toEqual({ of: 'mass', thousandths, isWeekly: false });
  });

  it.each([
    ['1 tablet once a week', 143],
    ['4 tablets weekly', 572],
  ])('%s is weekly', (dosage, thousandths) => {
    expect(dailyAmount(dosage)).toEqual({ of: 'unit', thousandths, isWeekly: true });
  });

  it.each([
    'as directed',
    'two now, then one daily',
    '1 tablet in the morning and 2 at night',
    'apply thinly',
    'up to 2 tablets 4 times a day',
    'up to 2 tablets twice a day',
    '1 tablet daily, maximum strength',
    '1 tablet daily increasing to 2 tablets daily',
    '1 tablet daily, doubled after a week',
    '1-0-1 then 2-0-2',
    '1-2 tablets 4 times a day',
    '1 tablet every 4-6 hours',
    'daily',
    '1 tablet',
    '',
  ])('%s cannot be read without doubt and is left to the reviewer', (dosage) => {
    expect(dailyAmount(dosage)).toBeUndefined();
  });
});

describe('a strength', () => {
  it.each([
    ['500 mg', 'tablet', 500_000],
    ['0.5 g', 'tablet', 500_000],
    ['2,5 mg', 'tablet', 2500],
    ['100 micrograms', 'tablet', 100],
    ['250 mg/5 ml', 'ml', 50_000],
    ['10 mg/ml', 'ml', 10_000],
  ])('%s a %s is that many micrograms', (strength, unit, micrograms) => {
    expect(microgramsPerUnit(strength, unit)).toBe(micrograms);
  });

  it.each([
    [undefined, 'tablet'],
    ['500 mg/30 mg', 'tablet'],
    ['5 %', 'g'],
    ['250 mg/5 ml', 'bottle'],
    ['500 mg', 'ml'],
  ])('%s a %s cannot be read without doubt', (strength, unit) => {
    expect(microgramsPerUnit(strength, unit)).toBeUndefined();
  });
});
