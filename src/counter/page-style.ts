/** The style of pages that only the server gives, beside that of all pages; its hash stands in their policy. */
export const pageStyle = `
.counter-head{border-block-end:1px solid var(--rule);padding:.75rem var(--gutter)}
.counter-head .nameplate{font:700 1.25rem/1.2 var(--head);margin:0}
.counter-head a{text-decoration:none}
.counter-main,.counter-main :is(.card,form,label,.inner,.rows,section){grid-template-columns:minmax(0,1fr)}
.counter-main{max-width:38rem;margin:0 auto;padding:2rem var(--gutter) 3rem;display:grid;gap:1.25rem}
.counter-main h1{font-size:clamp(1.75rem,1.4rem + 1.6vw,2.4rem)}
.counter-main h2{font-size:1.2rem;margin-block-end:.5rem}
.counter-main p,.counter-main li{line-height:1.55}
.counter-main .soft{color:var(--soft)}
.counter-main .sum{font:700 clamp(1.5rem,1.2rem + 1.4vw,2rem)/1.2 var(--serif)}
.counter-main .card{border:1px solid var(--rule);border-radius:.5rem;padding:1rem 1.1rem;background:var(--tint);display:grid;gap:.6rem}
.counter-main .warn{border-inline-start:.3rem solid var(--accent)}
.counter-main .play{border:2px dashed var(--rule)}
.counter-main .code{font:700 clamp(1rem,4.4vw,1.6rem)/1.3 ui-monospace,'SFMono-Regular',Menlo,Consolas,monospace;letter-spacing:.01em;user-select:all;direction:ltr;unicode-bidi:isolate;text-align:center;padding:.8rem .4rem;background:var(--paper);border:1px solid var(--rule);border-radius:.4rem;overflow-wrap:anywhere}
.counter-main .code.small{font-size:1rem;letter-spacing:0;font-weight:600;text-align:start}
.counter-main .pay-to svg{justify-self:center;margin-inline:auto;max-inline-size:100%;block-size:auto}
.counter-main form{display:grid;gap:.9rem}
.counter-main label{display:grid;gap:.3rem;font-weight:600}
.counter-main label :is(.soft,input,select){font-weight:400}
.counter-main label.tick{display:flex;gap:.6rem;align-items:flex-start;font-weight:400}
.counter-main label.tick input{margin:.25em 0 0;inline-size:1.15rem;block-size:1.15rem;flex:none;accent-color:var(--accent)}
.counter-main :is(input[type=text],input[type=email],select){font:inherit;min-block-size:2.9rem;padding:.5rem .7rem;border:1px solid var(--soft);border-radius:.4rem;background:var(--paper);color:var(--ink);inline-size:100%}
.counter-main input.typed{font-family:ui-monospace,Menlo,Consolas,monospace;direction:ltr;text-transform:uppercase}
.counter-main button{font:700 1.05rem/1.2 var(--sans);min-block-size:3rem;padding:.6rem 1.2rem;border:0;border-radius:.4rem;background:var(--accent);color:var(--paper);cursor:pointer;inline-size:100%}
.counter-main button.quiet{background:transparent;color:var(--ink);border:1px solid var(--soft)}
.counter-main :is(button,input,select,summary,a):focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.counter-main details{border-block-start:1px solid var(--rule)}
.counter-main details:last-of-type{border-block-end:1px solid var(--rule)}
.counter-main summary{min-block-size:3rem;display:flex;align-items:center;font-weight:600;cursor:pointer}
.counter-main summary::after{content:'+';margin-inline-start:auto;font-size:1.4rem;color:var(--soft)}
.counter-main details[open]>summary::after{content:'−'}
.counter-main .inner{display:grid;gap:.8rem;padding-block-end:1.2rem}
.counter-main table{inline-size:100%;border-collapse:collapse}
.counter-main :is(th,td){text-align:start;padding:.5rem .25rem;border-block-end:1px solid var(--rule);font-weight:400}
.counter-main th{color:var(--soft);font-size:.9rem}
.counter-main ul.help{display:grid;gap:.5rem;list-style:disc;padding-inline-start:1.2rem}
.counter-main form>div{display:grid;gap:.3rem}
.counter-main .fault{color:var(--accent);font-weight:600}
.counter-main [aria-invalid=true]{border:2px solid var(--accent)}
.counter-main ul.days{display:flex;flex-wrap:wrap;gap:.5rem;margin-block-start:.6rem}
.counter-main ul.days a{display:flex;align-items:center;min-block-size:2.75rem;padding:.3rem .8rem;border:1px solid var(--soft);border-radius:.4rem;text-decoration:none}
.counter-main .rows{display:grid;gap:.4rem}
.counter-foot{max-width:38rem;margin:0 auto;padding:0 var(--gutter) 3rem}
@media (min-width:40rem){.counter-main .two{display:grid;grid-template-columns:1fr 1fr;gap:.8rem}}
`.trim();
