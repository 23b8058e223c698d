mod list;
mod rotate;

const PATH: &str = "/api/v2/keys/";
const ROTATE: &str = "/api/v2/keys/rotate/";
