import { statesByPorts, testStates } from '../fixtures/gallery.ts';

/** Every state of the kit, which `npm run demo` and tests from outside have as well. */
testStates(statesByPorts.others, ['needs-sign-in']);
