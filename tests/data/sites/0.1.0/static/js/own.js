document.documentElement.dataset.sample = "";
