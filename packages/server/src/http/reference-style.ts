// How the reference looks: one column on a telephone, a list of operations beside it where there is room, and examples
// beside what they are examples of where there is more. Light and dark as the reader's system has it.

export const REFERENCE_STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2024;--soft:#60646c;--line:#e0e3e7;--code:#f5f6f8;--link:#0b57d0;
--get:#0b6e4f;--post:#0b57d0;--put:#8a4b00;--delete:#b3261e;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--paper:#14171a;--ink:#e7e9ec;--soft:#9ba1a8;--line:#2b3036;--code:#1c2126;
--link:#8ab4f8;--get:#5fd3a5;--post:#8ab4f8;--put:#f0b060;--delete:#f2938c;--bad:#f2938c}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,sans-serif;overflow-wrap:break-word}
a{color:var(--link)}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.85em}
header,main,nav{padding:0 1rem}
header{max-width:52rem;padding-top:1.5rem}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .6rem}
h1 small{font-size:.9rem;font-weight:400;color:var(--soft)}
h2{font-size:1.35rem;margin:0;text-transform:capitalize}
h3{font-size:1.05rem;line-height:1.4;margin:0;font-weight:600}
h4{font-size:.85rem;margin:1.1rem 0 .2rem;color:var(--soft);font-weight:600}
p{margin:.4rem 0}
.skip{position:absolute;left:-100vw}
.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.3rem .6rem;z-index:1}
nav{font-size:.9rem;padding-top:1rem;padding-bottom:1rem}
nav section{margin:.2rem 0 .7rem}
nav .chapter{font-weight:600;text-transform:capitalize;color:var(--ink);text-decoration:none}
nav ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:0 .9rem}
nav li a{display:flex;justify-content:space-between;gap:.5rem;padding:.2rem 0;text-decoration:none}
nav li a:hover,nav .chapter:hover{text-decoration:underline}
nav .method{display:none}
section.chapter{border-top:1px solid var(--line);padding-top:1.6rem;margin-top:1.6rem}
.about{color:var(--soft)}
article{padding:1.4rem 0;border-top:1px solid var(--line)}
.about+article{border-top:0}
.method{font:600 .72rem/1 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.03em}
h3 .method{display:inline-block;padding:.25rem .4rem;border:1px solid currentcolor;border-radius:4px;margin-right:.3rem}
.get{color:var(--get)}.post{color:var(--post)}.put,.patch{color:var(--put)}.delete{color:var(--delete)}
.anchor{color:var(--soft);text-decoration:none;opacity:0}
article:hover .anchor,.anchor:focus-visible{opacity:1}
.tag{font-size:.75rem;color:var(--soft);border:1px solid var(--line);border-radius:4px;padding:0 .3rem}
dl{margin:0}
.field{padding:.35rem 0;border-bottom:1px solid var(--line)}
.field:last-child{border-bottom:0}
dt code{font-weight:600}
dd{margin:0;font-size:.9rem}
.type,.optional,.bounds{color:var(--soft);font-size:.82rem}
.inner{margin-top:.2rem;padding-left:.8rem;border-left:2px solid var(--line)}
.choice{font-size:.85rem;color:var(--soft);padding:.35rem 0 0}
.media{color:var(--soft);margin:.1rem 0}
.codes code{background:var(--code);padding:.1rem .3rem;border-radius:3px;display:inline-block;margin:.1rem 0}
details{margin:.6rem 0}
summary{cursor:pointer;font-weight:600;font-size:.9rem;padding:.25rem 0}
pre{background:var(--code);border:1px solid var(--line);border-radius:6px;padding:.7rem .8rem;margin:.3rem 0;overflow:auto;
max-height:26rem;line-height:1.45;font-size:.8rem;tab-size:2}
.status{font-size:.82rem;margin:.7rem 0 .2rem;font-weight:600;color:var(--get)}
.status span{font-weight:400;color:var(--soft)}
.status.bad{color:var(--bad)}
@media (min-width:60rem){
body{display:grid;grid-template-columns:15rem minmax(0,1fr);max-width:100rem;margin:0 auto}
header{grid-column:2;padding-left:2rem}
main{grid-column:2;padding:0 2rem 4rem}
nav{grid-column:1;grid-row:1/3;position:sticky;top:0;height:100vh;overflow:auto;border-right:1px solid var(--line);
padding-top:1.5rem}
nav ul{display:block}
nav li a{color:var(--soft)}
nav .method{display:block;align-self:center;font-size:.62rem}
}
@media (min-width:78rem){
.sides{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:2.5rem}
.sides>div:last-child{position:sticky;top:1rem;align-self:start;max-height:calc(100vh - 2rem);overflow:auto}
.sides>div:last-child>details:first-child{margin-top:.9rem}
}
`
