// Before the first paint: balances that the member hid stay hidden.
if (document.cookie.includes("balances=hidden")) document.documentElement.classList.add("balances-hidden");
