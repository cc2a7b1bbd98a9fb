import { Command } from 'commander';
import { initCommand } from './anonymise-init';
import { optimumCommand } from './anonymise-optimum';
import { paperCommand } from './anonymise-paper';
import { planCommand } from './anonymise-plan';
import { reportCommand } from './anonymise-report';
import { runCommand } from './anonymise-run';
import { verifyCommand } from './anonymise-verify';

/** `rx anonymise`: the data steward's commands. */
export const anonymiseCommand = (): Command =>
  new Command('anonymise')
    .description('make releases of patient data')
    .addCommand(initCommand())
    .addCommand(planCommand())
    .addCommand(runCommand())
    .addCommand(reportCommand())
    .addCommand(verifyCommand())
    .addCommand(optimumCommand())
    .addCommand(paperCommand());
