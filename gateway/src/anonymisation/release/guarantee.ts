/** What a release promises, as data and in words. Printed with every release. */
export interface Guarantee {
  readonly mode: 'histogram' | 'dp' | 'paper';
  /** What epsilon and delta bound: differential privacy of a patient's presence, or of a patient's sensitive value. */
  readonly protects: 'presence' | 'sensitive-value';
  /** Data sets that are told apart no better than epsilon and delta allow. */
  readonly neighbours: 'one-patient-more-or-less' | 'one-sensitive-value-changed';
  readonly unit: 'patient';
  readonly epsilonMicro: number;
  readonly deltaPico: number;
  readonly k?: number;
  readonly assumptions: readonly string[];
  readonly words: string;
}

const ONE_ROW = 'each patient has one row';

export function histogramGuarantee(epsilonMicro: number): Guarantee {
  return {
    mode: 'histogram',
    protects: 'presence',
    neighbours: 'one-patient-more-or-less',
    unit: 'patient',
    epsilonMicro,
    deltaPico: 0,
    assumptions: [ONE_ROW, 'the bins were known without the data'],
    words:
      `Differential privacy with epsilon ${decimal(epsilonMicro, 6)}: whether any one patient is in the data or not changes the ` +
      'probability of any histogram by a factor of at most e^epsilon.',
  };
}

export function dpGuarantee(epsilonMicro: number, deltaPico: number, k: number): Guarantee {
  return {
    mode: 'dp',
    protects: 'presence',
    neighbours: 'one-patient-more-or-less',
    unit: 'patient',
    epsilonMicro,
    deltaPico,
    k,
    assumptions: [ONE_ROW, 'the levels were fixed before the data was read'],
    words:
      `Differential privacy with epsilon ${decimal(epsilonMicro, 6)} and delta ${decimal(deltaPico, 12)}: whether any one patient is ` +
      'in the data or not changes the probability of any table by a factor of at most e^epsilon, but for a probability of delta. ' +
      `Every cell stands for at least ${k} patients.`,
  };
}

export function paperGuarantee(epsilonMicro: number, k: number): Guarantee {
  return {
    mode: 'paper',
    protects: 'sensitive-value',
    neighbours: 'one-sensitive-value-changed',
    unit: 'patient',
    epsilonMicro,
    deltaPico: 0,
    k,
    assumptions: [ONE_ROW, 'everything about the quasi-identifiers may be known to anybody'],
    words:
      'For a fixed list of patients whose quasi-identifiers are treated as public, changing one patient’s sensitive value changes ' +
      `the probability of any table by a factor of at most e^epsilon, epsilon ${decimal(epsilonMicro, 6)}. This is not differential ` +
      `privacy for presence in the data, and class sizes are exact. Every class has at least ${k} patients.`,
  };
}

/** A number of units of 10^-digits as a decimal. */
export function decimal(units: number, digits: number): string {
  const text = String(units).padStart(digits + 1, '0');
  const fraction = text.slice(-digits).replace(/0+$/, '');
  return text.slice(0, -digits) + (fraction === '' ? '' : `.${fraction}`);
}
