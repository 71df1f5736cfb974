import { chromium } from 'playwright-core';
const U='http://127.0.0.1:4123/a/acme/';
const only=process.argv.slice(2);
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-gpu']});
for (const [mode,o] of Object.entries({light:{viewport:{width:1280,height:900}},dark:{viewport:{width:1280,height:900},colorScheme:'dark'},phone:{viewport:{width:390,height:844},hasTouch:true}})) {
  if (only.length && !only.includes(mode)) continue;
  const p=await (await b.newContext(o)).newPage();
  p.on('pageerror',e=>console.log(mode,'ERR',String(e)));
  p.on('console',m=>{ if(m.type()==='error'||m.type()==='warning') console.log(mode,m.text()) });
  await p.goto(U.replace('a/acme/','sign-in'));
  await p.getByLabel('E-mail').fill('ada@example.org'); await p.getByLabel('Password',{exact:true}).fill('a long walk on the quay');
  await p.getByRole('button',{name:'Sign in'}).click(); await p.getByRole('heading',{name:'Overview'}).waitFor();
  const shot=async(n)=>{await p.waitForTimeout(500); const over=await p.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'); if(over) console.log(mode,n,'overhang',over); await p.screenshot({path:`/tmp/dps-${mode}-${n}.png`})};
  await shot('overview');
  for (const n of ['administration','users','roles','tokens','audit','fleets','fleets/press-line']) { await p.goto(U+n); await p.getByRole('heading',{level:1}).waitFor(); 
    if(n==='roles') await p.locator('summary').last().click();
    await shot(n.replace('/','-')); }
  await p.goto(U+'users'); await p.getByRole('button',{name:'Invite'}).click(); await p.getByRole('dialog').waitFor(); await shot('invite'); await p.keyboard.press('Escape');
  await p.getByRole('button',{name:'Actions for cleo@example.org'}).click(); await shot('menu'); await p.getByRole('menuitem',{name:'Edit'}).click(); await p.getByRole('button',{name:'Save'}).waitFor(); await shot('edit'); await p.keyboard.press('Escape');
  await p.goto(U+'tokens'); await p.getByRole('button',{name:'Create API token'}).click(); await p.getByLabel('agent:read').waitFor(); await shot('newtoken');
  await p.goto(U+'audit'); await p.getByRole('button',{name:/^user.update/}).first().click(); await shot('entry');
}
await b.close();
