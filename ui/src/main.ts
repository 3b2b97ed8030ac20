import '@fontsource-variable/inter/index.css';
import { mount } from 'svelte';
import App from './App.svelte';
import './lib/design/base.css';
import './lib/design/control.css';
import { readFonts } from './lib/design/fonts';
import './lib/design/tokens.css';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
mount(App, { target });

setTimeout(readFonts, 1500);
