import { statesByPorts, testStates } from '../fixtures/gallery.ts';

/** The states on the way to a sign-in by the browser. */
testStates(statesByPorts.taking, []);
