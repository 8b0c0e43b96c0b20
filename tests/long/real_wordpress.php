<?php
// Writes a newspaper into an empty WordPress, exports it, and says what readers see of it.
// Run by real_wordpress.py, with the folder for the export as the only argument.
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = 'old.example.net';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REQUEST_METHOD'] = 'GET';
require getenv('WORDPRESS') . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/image.php';
require_once ABSPATH . 'wp-admin/includes/export.php';
$secret = 'qxsecret';
$out = $argv[1];
wp_install('The Bayou Sample', 'mtran', "$secret@paper.example", true, '', 'qxsecret-password');
update_option('siteurl', 'https://old.example.net');
update_option('home', 'https://old.example.net');
update_option('timezone_string', 'America/Chicago');
update_option('blogdescription', 'News & notes of the bayou');
foreach (get_posts(['post_type' => 'any', 'post_status' => 'any', 'numberposts' => -1]) as $old) {
    wp_delete_post($old->ID, true);
}
global $wp_rewrite;
$wp_rewrite->set_permalink_structure('/%year%/%monthnum%/%postname%/');
$wp_rewrite->flush_rules();
register_post_type('event', ['public' => true, 'label' => 'Events', 'has_archive' => true]);

$mai = get_user_by('login', 'mtran')->ID;
wp_update_user(['ID' => $mai, 'display_name' => 'Mai Trần']);
$ana = wp_insert_user(['user_login' => 'aruiz', 'user_pass' => 'qxsecret-2', 'role' => 'author',
    'user_email' => "$secret.ana@paper.example", 'display_name' => 'Ana Ruiz']);
$sports = wp_insert_term('Sports & Games', 'category', ['slug' => 'sports'])['term_id'];
$school = wp_insert_term('High School', 'category', ['slug' => 'hs', 'parent' => $sports])['term_id'];
$local = wp_insert_term('Local', 'category')['term_id'];

function picture(string $name, int $width, string $alt, int $parent = 0): int
{
    $upload = wp_upload_dir('2019/05');
    $image = imagecreatetruecolor($width, intdiv($width * 2, 3));
    imagefilledrectangle($image, 0, 0, $width, $width, imagecolorallocate($image, strlen($name) * 9, 90, 60));
    imagejpeg($image, "$upload[path]/$name", 90);
    $id = wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => $name,
        'post_excerpt' => "Caption of <em>$name</em>", 'post_status' => 'inherit'],
        "$upload[path]/$name", $parent);
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, "$upload[path]/$name"));
    if ($alt !== '') {
        update_post_meta($id, '_wp_attachment_image_alt', $alt);
    }
    return $id;
}

$shown = [];
$hour = 0;
function post(string $title, string $text, array $more = []): int
{
    global $hour, $local, $mai;
    $hour++;
    $month = sprintf('%02d', $hour % 12 + 1);
    $id = wp_insert_post(wp_slash($more + ['post_title' => $title, 'post_content' => $text,
        'post_status' => 'publish', 'post_author' => $mai, 'post_category' => [$local],
        'post_date' => "2019-$month-04 09:30:00"]), true);
    if (is_wp_error($id)) {
        fwrite(STDERR, "$title: " . $id->get_error_message() . "\n");
        exit(1);
    }
    return $id;
}

$hall = picture('hall.jpg', 1800, 'Residents in the hall');
$bridge = picture('bridge.jpg', 2800, '');
$large = wp_get_attachment_image($hall, 'medium', false, ['class' => "wp-image-$hall"]);
$url = wp_get_attachment_url($hall);
$texts = [
    'Classic' => "First line\nsecond line\n\nA paragraph with <b>bold</b>, <em>emphasis</em> & an ampersand.\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n<blockquote>Said so.</blockquote>\nLast words.",
    'Caption' => "[caption id=\"attachment_$hall\" align=\"alignleft\" width=\"300\"]$large The <em>hall</em>[/caption]\n\nWords below.",
    'Gallery' => "Before.\n\n[gallery ids=\"$hall,$bridge\"]\n\nAfter.",
    'Blocks' => "<!-- wp:paragraph -->\n<p>Block words.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:heading -->\n<h2>A heading</h2>\n<!-- /wp:heading -->\n\n<!-- wp:image {\"id\":$hall,\"sizeSlug\":\"large\"} -->\n<figure class=\"wp-block-image size-large\">$large<figcaption>Full to the door</figcaption></figure>\n<!-- /wp:image -->\n\n<!-- wp:columns -->\n<div class=\"wp-block-columns\"><!-- wp:column -->\n<div class=\"wp-block-column\"><!-- wp:paragraph -->\n<p>Left side.</p>\n<!-- /wp:paragraph --></div>\n<!-- /wp:column --><!-- wp:column -->\n<div class=\"wp-block-column\"><!-- wp:paragraph -->\n<p>Right side.</p>\n<!-- /wp:paragraph --></div>\n<!-- /wp:column --></div>\n<!-- /wp:columns -->\n\n<!-- wp:table -->\n<figure class=\"wp-block-table\"><table><thead><tr><th>Item</th><th>Cost</th></tr></thead><tbody><tr><td>Pump</td><td>12</td></tr></tbody></table></figure>\n<!-- /wp:table -->\n\n<!-- wp:list -->\n<ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul>\n<!-- /wp:list -->",
    'Quotes' => "<!-- wp:quote -->\n<blockquote class=\"wp-block-quote\"><p>It rained.</p><cite>Ana Ruiz</cite></blockquote>\n<!-- /wp:quote -->\n<!-- wp:pullquote -->\n<figure class=\"wp-block-pullquote\"><blockquote><p>Never again.</p><cite>Bo</cite></blockquote></figure>\n<!-- /wp:pullquote -->\n<!-- wp:verse -->\n<pre class=\"wp-block-verse\">Roses\nare red</pre>\n<!-- /wp:verse -->\n<!-- wp:code -->\n<pre class=\"wp-block-code\"><code>if (a &lt; b) { [x] }</code></pre>\n<!-- /wp:code -->",
    'Ünïcode “signs” — ñ, 市場 & 🎉' => "Texts in Vietnamese: Mai Trần đã viết. 市場。 Emoji 🎉. 5 &lt; 6 &amp;amp; *stars* _lines_ # hash [brackets] `ticks` ~~tildes~~ 1. one",
    'The <em>Bayou</em> Post reads' => "<p>HTML <code>code</code> and <a href=\"https://else.example.com/?a=1&amp;b=2\">a link</a>, <sub>sub</sub> <sup>sup</sup>.</p><table><tr><td colspan=\"2\">wide</td></tr><tr><td>a</td><td>b</td></tr></table><dl><dt>Term</dt><dd>Means</dd></dl>",
    'More' => "<p>The teaser.</p>\n<!--more-->\n<p>The rest.</p><!--nextpage--><p>Second page.</p>",
];
foreach ($texts as $title => $text) {
    $shown[] = post($title, $text, ['post_author' => strlen($title) % 2 ? $ana : $mai]);
}
$first = $shown[0];
$shown[] = post('Linked', '<p><a href="' . get_permalink($first) . '">by address</a>, <a href="/?p=' . $first . '">by number</a>, <a href="' . get_category_link($school) . '">list</a> and <a href="' . $url . '">the picture</a>.</p>', ['post_category' => [$school], 'tags_input' => ['Bayou', 'C++', 'Q&A'], 'post_excerpt' => 'Why <b>links</b> matter']);
$shown[] = post('Same name', '<p>One.</p>', ['post_category' => [$sports, $local]]);
$shown[] = post('Same name', '<p>Other.</p>', ['post_category' => [$sports]]);
set_post_thumbnail($shown[1], $hall);
set_post_thumbnail($shown[2], $bridge);
stick_post($shown[0]);
$about = post('About', '<p>About us.</p>', ['post_type' => 'page']);
$board = post('Board', '<p>The board.</p>', ['post_type' => 'page']);
$team = post('Team', '<p>Our team.</p>', ['post_type' => 'page', 'post_parent' => $about]);
$other = post('Team', '<p>Board team.</p>', ['post_type' => 'page', 'post_parent' => $board]);
$gala = post('Gala', '<p>Come all.</p>', ['post_type' => 'event']);
array_push($shown, $about, $board, $team, $other, $gala);

post('A draft', '<p>Not yet.</p>', ['post_status' => 'draft']);
post('Pending', '<p>For review.</p>', ['post_status' => 'pending']);
post('Later', '<p>Later on.</p>', ['post_status' => 'future', 'post_date' => '2036-01-02 08:00:00']);
foreach (['private' => [], 'publish' => ['post_password' => $secret], 'trash' => []] as $status => $more) {
    foreach (['post', 'page', 'event'] as $type) {
        $id = post("$secret title", "<p>$secret words</p>", $more + ['post_status' => $status, 'post_type' => $type,
            'post_name' => "$secret-$status-$type", 'post_excerpt' => $secret, 'tags_input' => ["$secret tag"]]);
        update_post_meta($id, 'deck', $secret);
        wp_insert_comment(['comment_post_ID' => $id, 'comment_content' => $secret, 'comment_approved' => 1]);
    }
}
wp_insert_comment(['comment_post_ID' => $first, 'comment_content' => 'Well said', 'comment_author' => 'Bo',
    'comment_author_email' => "$secret@reader.example", 'comment_author_IP' => '192.0.2.77', 'comment_approved' => 1]);
$menu = wp_create_nav_menu('Main');
wp_update_nav_menu_item($menu, 0, ['menu-item-object-id' => $about, 'menu-item-object' => 'page', 'menu-item-type' => 'post_type', 'menu-item-status' => 'publish']);
wp_update_nav_menu_item($menu, 0, ['menu-item-object-id' => $sports, 'menu-item-object' => 'category', 'menu-item-type' => 'taxonomy', 'menu-item-status' => 'publish']);
wp_update_nav_menu_item($menu, 0, ['menu-item-title' => 'More', 'menu-item-url' => '#', 'menu-item-status' => 'publish']);

ob_start();
export_wp();
file_put_contents("$out/export.xml", ob_get_clean());
$seen = [];
foreach ($shown as $id) {
    $GLOBALS['post'] = get_post($id);
    setup_postdata($GLOBALS['post']);
    $seen[$id] = [
        'type' => get_post_type($id),
        'title' => html_entity_decode(wp_strip_all_tags(get_the_title($id))),
        'html' => apply_filters('the_content', str_replace('<!--nextpage-->', '', get_post($id)->post_content)),
        'at' => get_post_time('c', true, $id),
        'address' => get_permalink($id),
        'author' => get_the_author_meta('display_name', get_post($id)->post_author),
    ];
}
file_put_contents("$out/shown.json", json_encode($seen, JSON_UNESCAPED_UNICODE));
