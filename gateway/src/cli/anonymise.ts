import { Command } from 'commander';
import { optimumCommand } from './anonymise-optimum';
import { paperCommand } from './anonymise-paper';

/** `rx anonymise`: the data steward's commands. */
export const anonymiseCommand = (): Command =>
  new Command('anonymise')
    .description('make releases of patient data')
    .addCommand(optimumCommand())
    .addCommand(paperCommand());
