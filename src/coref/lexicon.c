#include "coref/lexicon.h"

#include <string.h>

/* In order of their bytes. */
static const onr_pronoun pronouns[] = {
    {"'em", ONR_GENDER_ANY, ONR_NUMBER_ANY, 3, ONR_PRONOUN_PLAIN},
    {"he", ONR_GENDER_HE, ONR_NUMBER_ONE, 3, ONR_PRONOUN_PLAIN},
    {"her", ONR_GENDER_SHE, ONR_NUMBER_ONE, 3, ONR_PRONOUN_POSSESSIVE},
    {"hers", ONR_GENDER_SHE, ONR_NUMBER_ONE, 3, ONR_PRONOUN_PLAIN},
    {"herself", ONR_GENDER_SHE, ONR_NUMBER_ONE, 3, ONR_PRONOUN_REFLEXIVE},
    {"him", ONR_GENDER_HE, ONR_NUMBER_ONE, 3, ONR_PRONOUN_PLAIN},
    {"himself", ONR_GENDER_HE, ONR_NUMBER_ONE, 3, ONR_PRONOUN_REFLEXIVE},
    {"his", ONR_GENDER_HE, ONR_NUMBER_ONE, 3, ONR_PRONOUN_POSSESSIVE},
    {"i", ONR_GENDER_PERSON, ONR_NUMBER_ONE, 1, ONR_PRONOUN_PLAIN},
    {"it", ONR_GENDER_IT, ONR_NUMBER_ONE, 3, ONR_PRONOUN_PLAIN},
    {"its", ONR_GENDER_IT, ONR_NUMBER_ONE, 3, ONR_PRONOUN_POSSESSIVE},
    {"itself", ONR_GENDER_IT, ONR_NUMBER_ONE, 3, ONR_PRONOUN_REFLEXIVE},
    {"me", ONR_GENDER_PERSON, ONR_NUMBER_ONE, 1, ONR_PRONOUN_PLAIN},
    {"mine", ONR_GENDER_PERSON, ONR_NUMBER_ONE, 1, ONR_PRONOUN_PLAIN},
    {"my", ONR_GENDER_PERSON, ONR_NUMBER_ONE, 1, ONR_PRONOUN_POSSESSIVE},
    {"myself", ONR_GENDER_PERSON, ONR_NUMBER_ONE, 1, ONR_PRONOUN_REFLEXIVE},
    {"one", ONR_GENDER_ANY, ONR_NUMBER_ONE, 3, ONR_PRONOUN_OTHER},
    {"our", ONR_GENDER_PERSON, ONR_NUMBER_MANY, 1, ONR_PRONOUN_POSSESSIVE},
    {"ours", ONR_GENDER_PERSON, ONR_NUMBER_MANY, 1, ONR_PRONOUN_PLAIN},
    {"ourselves", ONR_GENDER_PERSON, ONR_NUMBER_MANY, 1, ONR_PRONOUN_REFLEXIVE},
    {"she", ONR_GENDER_SHE, ONR_NUMBER_ONE, 3, ONR_PRONOUN_PLAIN},
    {"that", ONR_GENDER_IT, ONR_NUMBER_ANY, 3, ONR_PRONOUN_DEMONSTRATIVE},
    {"their", ONR_GENDER_ANY, ONR_NUMBER_ANY, 3, ONR_PRONOUN_POSSESSIVE},
    {"theirs", ONR_GENDER_ANY, ONR_NUMBER_ANY, 3, ONR_PRONOUN_PLAIN},
    {"them", ONR_GENDER_ANY, ONR_NUMBER_ANY, 3, ONR_PRONOUN_PLAIN},
    {"themself", ONR_GENDER_ANY, ONR_NUMBER_ANY, 3, ONR_PRONOUN_REFLEXIVE},
    {"themselves", ONR_GENDER_ANY, ONR_NUMBER_ANY, 3, ONR_PRONOUN_REFLEXIVE},
    {"these", ONR_GENDER_ANY, ONR_NUMBER_MANY, 3, ONR_PRONOUN_DEMONSTRATIVE},
    {"they", ONR_GENDER_ANY, ONR_NUMBER_ANY, 3, ONR_PRONOUN_PLAIN},
    {"this", ONR_GENDER_IT, ONR_NUMBER_ONE, 3, ONR_PRONOUN_DEMONSTRATIVE},
    {"those", ONR_GENDER_ANY, ONR_NUMBER_MANY, 3, ONR_PRONOUN_DEMONSTRATIVE},
    {"us", ONR_GENDER_PERSON, ONR_NUMBER_MANY, 1, ONR_PRONOUN_PLAIN},
    {"we", ONR_GENDER_PERSON, ONR_NUMBER_MANY, 1, ONR_PRONOUN_PLAIN},
    {"which", ONR_GENDER_IT, ONR_NUMBER_ANY, 3, ONR_PRONOUN_RELATIVE},
    {"who", ONR_GENDER_PERSON, ONR_NUMBER_ANY, 3, ONR_PRONOUN_RELATIVE},
    {"whom", ONR_GENDER_PERSON, ONR_NUMBER_ANY, 3, ONR_PRONOUN_RELATIVE},
    {"whose", ONR_GENDER_PERSON, ONR_NUMBER_ANY, 3, ONR_PRONOUN_RELATIVE},
    {"you", ONR_GENDER_PERSON, ONR_NUMBER_ANY, 2, ONR_PRONOUN_PLAIN},
    {"your", ONR_GENDER_PERSON, ONR_NUMBER_ANY, 2, ONR_PRONOUN_POSSESSIVE},
    {"yours", ONR_GENDER_PERSON, ONR_NUMBER_ANY, 2, ONR_PRONOUN_PLAIN},
    {"yourself", ONR_GENDER_PERSON, ONR_NUMBER_ANY, 2, ONR_PRONOUN_REFLEXIVE},
    {"yourselves", ONR_GENDER_PERSON, ONR_NUMBER_ANY, 2, ONR_PRONOUN_REFLEXIVE},
};

enum { HE = ONR_GENDER_HE, SHE = ONR_GENDER_SHE };

typedef struct gendered {
    const char *word;
    uint8_t gender;
} gendered;

/* Given names that are common in the news and borne by one sex almost always; written down for this
 * program. In order. */
static const gendered given_names[] = {
    {"aaron", HE}, {"abdul", HE}, {"abdullah", HE}, {"abigail", SHE}, {"abraham", HE}, {"ada", SHE},
    {"adam", HE}, {"adele", SHE}, {"adrian", HE}, {"adriana", SHE}, {"agnes", SHE}, {"ahmed", HE},
    {"aisha", SHE}, {"akbar", HE}, {"al", HE}, {"alan", HE}, {"albert", HE}, {"alberto", HE},
    {"alec", HE}, {"alejandro", HE}, {"alex", HE}, {"alexander", HE}, {"alexandra", SHE},
    {"alexei", HE}, {"alexis", SHE}, {"alfred", HE}, {"ali", HE}, {"alice", SHE}, {"alicia", SHE},
    {"alison", SHE}, {"allan", HE}, {"allen", HE}, {"allison", SHE}, {"alvin", HE}, {"alyssa", SHE},
    {"amanda", SHE}, {"amber", SHE}, {"amelia", SHE}, {"amir", HE}, {"amy", SHE}, {"ana", SHE},
    {"anastasia", SHE}, {"anders", HE}, {"andre", HE}, {"andreas", HE}, {"andrew", HE},
    {"andy", HE}, {"angel", HE}, {"angela", SHE}, {"angelina", SHE}, {"angus", HE}, {"anita", SHE},
    {"ann", SHE}, {"anna", SHE}, {"anne", SHE}, {"annette", SHE}, {"annie", SHE}, {"anthony", HE},
    {"antonia", SHE}, {"antonio", HE}, {"anwar", HE}, {"april", SHE}, {"archie", HE},
    {"ariana", SHE}, {"ariel", HE}, {"arlene", SHE}, {"arnold", HE}, {"arthur", HE},
    {"ashley", SHE}, {"asif", HE}, {"audrey", SHE}, {"austin", HE}, {"barack", HE},
    {"barbara", SHE}, {"barry", HE}, {"bart", HE}, {"beatrice", SHE}, {"becky", SHE},
    {"belinda", SHE}, {"ben", HE}, {"benedict", HE}, {"benjamin", HE}, {"bernadette", SHE},
    {"bernard", HE}, {"bernie", HE}, {"bert", HE}, {"bertha", SHE}, {"beth", SHE}, {"bethany", SHE},
    {"betty", SHE}, {"beverly", SHE}, {"bianca", SHE}, {"bill", HE}, {"billy", HE}, {"blake", HE},
    {"bob", HE}, {"bobby", HE}, {"bonnie", SHE}, {"boris", HE}, {"brad", HE}, {"bradley", HE},
    {"brandon", HE}, {"brenda", SHE}, {"brendan", HE}, {"brent", HE}, {"brett", HE}, {"brian", HE},
    {"briana", SHE}, {"bridget", SHE}, {"brittany", SHE}, {"brooke", SHE}, {"bruce", HE},
    {"bryan", HE}, {"byron", HE}, {"cal", HE}, {"calvin", HE}, {"cameron", HE}, {"camila", SHE},
    {"camilla", SHE}, {"carl", HE}, {"carla", SHE}, {"carlos", HE}, {"carmen", SHE}, {"carol", SHE},
    {"carole", SHE}, {"caroline", SHE}, {"carolyn", SHE}, {"carrie", SHE}, {"catherine", SHE},
    {"cathy", SHE}, {"cecil", HE}, {"cecilia", SHE}, {"celeste", SHE}, {"chad", HE},
    {"charlene", SHE}, {"charles", HE}, {"charlie", HE}, {"charlotte", SHE}, {"chelsea", SHE},
    {"cheryl", SHE}, {"chester", HE}, {"chloe", SHE}, {"chris", HE}, {"christian", HE},
    {"christina", SHE}, {"christine", SHE}, {"christoph", HE}, {"christopher", HE}, {"chuck", HE},
    {"cindy", SHE}, {"claire", SHE}, {"clara", SHE}, {"clarence", HE}, {"clark", HE},
    {"claude", HE}, {"claudia", SHE}, {"claudio", HE}, {"clay", HE}, {"clifford", HE},
    {"clint", HE}, {"clinton", HE}, {"clive", HE}, {"clyde", HE}, {"cody", HE}, {"colin", HE},
    {"colleen", SHE}, {"condoleezza", SHE}, {"connie", SHE}, {"conor", HE}, {"constance", SHE},
    {"cora", SHE}, {"corey", HE}, {"corinne", SHE}, {"cory", HE}, {"courtney", SHE}, {"craig", HE},
    {"crystal", SHE}, {"curtis", HE}, {"cynthia", SHE}, {"cyril", HE}, {"daisy", SHE}, {"dale", HE},
    {"damian", HE}, {"damien", HE}, {"dan", HE}, {"dana", SHE}, {"daniel", HE}, {"daniela", SHE},
    {"danielle", SHE}, {"danny", HE}, {"daphne", SHE}, {"darrell", HE}, {"darren", HE},
    {"dave", HE}, {"david", HE}, {"dean", HE}, {"deanna", SHE}, {"debbie", SHE}, {"deborah", SHE},
    {"debra", SHE}, {"delia", SHE}, {"denise", SHE}, {"dennis", HE}, {"derek", HE}, {"desmond", HE},
    {"diana", SHE}, {"diane", SHE}, {"dianne", SHE}, {"dick", HE}, {"diego", HE}, {"dieter", HE},
    {"dimitri", HE}, {"dolores", SHE}, {"dominic", HE}, {"don", HE}, {"donald", HE}, {"donna", SHE},
    {"dora", SHE}, {"doreen", SHE}, {"doris", SHE}, {"dorothy", SHE}, {"doug", HE}, {"douglas", HE},
    {"duncan", HE}, {"dwight", HE}, {"dylan", HE}, {"earl", HE}, {"ed", HE}, {"eddie", HE},
    {"edgar", HE}, {"edith", SHE}, {"edmund", HE}, {"eduardo", HE}, {"edward", HE}, {"edwin", HE},
    {"eileen", SHE}, {"elaine", SHE}, {"eleanor", SHE}, {"elena", SHE}, {"elisa", SHE},
    {"elise", SHE}, {"eliza", SHE}, {"elizabeth", SHE}, {"ella", SHE}, {"ellen", SHE},
    {"elliot", HE}, {"elliott", HE}, {"eloise", SHE}, {"elon", HE}, {"elsa", SHE}, {"emil", HE},
    {"emily", SHE}, {"emma", SHE}, {"emmanuel", HE}, {"enrique", HE}, {"eric", HE}, {"erica", SHE},
    {"erik", HE}, {"erika", SHE}, {"erin", SHE}, {"ernest", HE}, {"ernesto", HE}, {"esther", SHE},
    {"ethan", HE}, {"ethel", SHE}, {"eugene", HE}, {"eugenia", SHE}, {"eva", SHE}, {"evan", HE},
    {"eve", SHE}, {"evelyn", SHE}, {"faith", SHE}, {"fatima", SHE}, {"federico", HE},
    {"felicia", SHE}, {"felix", HE}, {"ferdinand", HE}, {"fernando", HE}, {"fiona", SHE},
    {"florence", SHE}, {"floyd", HE}, {"frances", SHE}, {"francesca", SHE}, {"francis", HE},
    {"francisco", HE}, {"francois", HE}, {"frank", HE}, {"franklin", HE}, {"fred", HE},
    {"freda", SHE}, {"frederick", HE}, {"fritz", HE}, {"gabriel", HE}, {"gabriela", SHE},
    {"gabrielle", SHE}, {"gail", SHE}, {"gareth", HE}, {"garry", HE}, {"gary", HE}, {"gavin", HE},
    {"genevieve", SHE}, {"geoff", HE}, {"geoffrey", HE}, {"george", HE}, {"georgia", SHE},
    {"gerald", HE}, {"geraldine", SHE}, {"gerard", HE}, {"gerhard", HE}, {"gertrude", SHE},
    {"gianni", HE}, {"gilbert", HE}, {"gina", SHE}, {"giovanni", HE}, {"giuseppe", HE},
    {"gladys", SHE}, {"glen", HE}, {"glenda", SHE}, {"glenn", HE}, {"gloria", SHE}, {"gordon", HE},
    {"grace", SHE}, {"graham", HE}, {"grant", HE}, {"greg", HE}, {"gregory", HE}, {"greta", SHE},
    {"gretchen", SHE}, {"guillermo", HE}, {"gus", HE}, {"gustavo", HE}, {"guy", HE}, {"gwen", SHE},
    {"hamid", HE}, {"hannah", SHE}, {"hans", HE}, {"harold", HE}, {"harriet", SHE}, {"harry", HE},
    {"harvey", HE}, {"hassan", HE}, {"hazel", SHE}, {"heather", SHE}, {"hector", HE},
    {"heidi", SHE}, {"heinz", HE}, {"helen", SHE}, {"helena", SHE}, {"helga", SHE}, {"henri", HE},
    {"henrietta", SHE}, {"henrik", HE}, {"henry", HE}, {"herbert", HE}, {"herman", HE},
    {"hilary", SHE}, {"hillary", SHE}, {"hillel", HE}, {"holly", SHE}, {"homer", HE}, {"hope", SHE},
    {"horace", HE}, {"howard", HE}, {"hubert", HE}, {"hugh", HE}, {"hugo", HE}, {"hussein", HE},
    {"ian", HE}, {"ibrahim", HE}, {"ida", SHE}, {"igor", HE}, {"ilhan", SHE}, {"imelda", SHE},
    {"imran", HE}, {"ines", SHE}, {"ingrid", SHE}, {"irene", SHE}, {"iris", SHE}, {"irma", SHE},
    {"isaac", HE}, {"isabel", SHE}, {"isabella", SHE}, {"isabelle", SHE}, {"ivan", HE},
    {"ivanka", SHE}, {"ivy", SHE}, {"jack", HE}, {"jackie", SHE}, {"jackson", HE}, {"jacob", HE},
    {"jacqueline", SHE}, {"jacques", HE}, {"jaime", HE}, {"jake", HE}, {"jamal", HE}, {"james", HE},
    {"jane", SHE}, {"janet", SHE}, {"janice", SHE}, {"jared", HE}, {"jasmine", SHE}, {"jason", HE},
    {"javier", HE}, {"jay", HE}, {"jeanette", SHE}, {"jeanne", SHE}, {"jeff", HE}, {"jeffrey", HE},
    {"jenna", SHE}, {"jennifer", SHE}, {"jenny", SHE}, {"jens", HE}, {"jeremy", HE}, {"jerome", HE},
    {"jerry", HE}, {"jesse", HE}, {"jessica", SHE}, {"jill", SHE}, {"jillian", SHE}, {"jim", HE},
    {"jimmy", HE}, {"joachim", HE}, {"joan", SHE}, {"joanna", SHE}, {"joanne", SHE},
    {"joaquin", HE}, {"jocelyn", SHE}, {"jodie", SHE}, {"joe", HE}, {"joel", HE}, {"johan", HE},
    {"johannes", HE}, {"john", HE}, {"johnny", HE}, {"jon", HE}, {"jonas", HE}, {"jonathan", HE},
    {"jordan", HE}, {"jorge", HE}, {"jose", HE}, {"joseph", HE}, {"josephine", SHE}, {"josh", HE},
    {"joshua", HE}, {"joy", SHE}, {"joyce", SHE}, {"juan", HE}, {"juanita", SHE}, {"judith", SHE},
    {"judy", SHE}, {"julia", SHE}, {"julian", HE}, {"juliana", SHE}, {"julie", SHE}, {"julio", HE},
    {"june", SHE}, {"jurgen", HE}, {"justin", HE}, {"kamala", SHE}, {"karen", SHE}, {"karim", HE},
    {"karin", SHE}, {"karl", HE}, {"karla", SHE}, {"kate", SHE}, {"katharine", SHE},
    {"katherine", SHE}, {"kathleen", SHE}, {"kathryn", SHE}, {"kathy", SHE}, {"katie", SHE},
    {"katrina", SHE}, {"kay", SHE}, {"kayla", SHE}, {"keith", HE}, {"kelly", SHE},
    {"kellyanne", SHE}, {"ken", HE}, {"kenneth", HE}, {"kent", HE}, {"kevin", HE}, {"khalid", HE},
    {"kimberly", SHE}, {"kirsten", SHE}, {"klaus", HE}, {"kristen", SHE}, {"kristin", SHE},
    {"kristina", SHE}, {"kristine", SHE}, {"kumar", HE}, {"kurt", HE}, {"kyle", HE}, {"laila", SHE},
    {"lance", HE}, {"lara", SHE}, {"larissa", SHE}, {"larry", HE}, {"lars", HE}, {"laura", SHE},
    {"lauren", SHE}, {"laurence", HE}, {"laurent", HE}, {"laurie", SHE}, {"lawrence", HE},
    {"leah", SHE}, {"leila", SHE}, {"len", HE}, {"lena", SHE}, {"leo", HE}, {"leon", HE},
    {"leonard", HE}, {"leonardo", HE}, {"leroy", HE}, {"lester", HE}, {"leticia", SHE},
    {"levi", HE}, {"lewis", HE}, {"liam", HE}, {"lillian", SHE}, {"lily", SHE}, {"linda", SHE},
    {"lindsay", SHE}, {"lionel", HE}, {"lisa", SHE}, {"liz", SHE}, {"lloyd", HE}, {"logan", HE},
    {"lois", SHE}, {"lorenzo", HE}, {"loretta", SHE}, {"lori", SHE}, {"lorraine", SHE}, {"lou", HE},
    {"louis", HE}, {"louise", SHE}, {"lucas", HE}, {"lucia", SHE}, {"lucille", SHE}, {"lucy", SHE},
    {"luigi", HE}, {"luis", HE}, {"luisa", SHE}, {"luke", HE}, {"luther", HE}, {"lydia", SHE},
    {"mabel", SHE}, {"madeleine", SHE}, {"madeline", SHE}, {"maggie", SHE}, {"mahmoud", HE},
    {"malala", SHE}, {"malcolm", HE}, {"mandy", SHE}, {"manuel", HE}, {"marc", HE}, {"marcel", HE},
    {"marcia", SHE}, {"marco", HE}, {"marcus", HE}, {"margaret", SHE}, {"margarita", SHE},
    {"margot", SHE}, {"maria", SHE}, {"mariam", SHE}, {"marian", SHE}, {"marianne", SHE},
    {"marie", SHE}, {"marilyn", SHE}, {"marina", SHE}, {"mario", HE}, {"marion", SHE},
    {"marisa", SHE}, {"marjorie", SHE}, {"mark", HE}, {"marlene", SHE}, {"marsha", SHE},
    {"marshall", HE}, {"martha", SHE}, {"martin", HE}, {"marty", HE}, {"marvin", HE}, {"mary", SHE},
    {"mathew", HE}, {"matilda", SHE}, {"matt", HE}, {"matteo", HE}, {"matthew", HE},
    {"maureen", SHE}, {"maurice", HE}, {"max", HE}, {"maxim", HE}, {"maxine", SHE}, {"megan", SHE},
    {"meghan", SHE}, {"mel", HE}, {"melania", SHE}, {"melanie", SHE}, {"melinda", SHE},
    {"melissa", SHE}, {"mercedes", SHE}, {"meredith", SHE}, {"michael", HE}, {"michel", HE},
    {"michele", SHE}, {"michelle", SHE}, {"miguel", HE}, {"mike", HE}, {"mikhail", HE},
    {"mildred", SHE}, {"miles", HE}, {"milton", HE}, {"mindy", SHE}, {"miranda", SHE},
    {"miriam", SHE}, {"mitch", HE}, {"mitchell", HE}, {"mohamed", HE}, {"mohammad", HE},
    {"mohammed", HE}, {"moira", SHE}, {"molly", SHE}, {"monica", SHE}, {"morris", HE},
    {"moses", HE}, {"muhammad", HE}, {"muriel", SHE}, {"mustafa", HE}, {"myra", SHE},
    {"myrtle", SHE}, {"nadia", SHE}, {"nancy", SHE}, {"naomi", SHE}, {"natalia", SHE},
    {"natalie", SHE}, {"natasha", SHE}, {"nathan", HE}, {"nathaniel", HE}, {"ned", HE},
    {"neil", HE}, {"nellie", SHE}, {"nelson", HE}, {"nicholas", HE}, {"nick", HE}, {"nicola", SHE},
    {"nicolas", HE}, {"nicole", SHE}, {"nigel", HE}, {"nikki", SHE}, {"nikolai", HE}, {"nina", SHE},
    {"noah", HE}, {"noel", HE}, {"nora", SHE}, {"noreen", SHE}, {"norma", SHE}, {"norman", HE},
    {"oleg", HE}, {"olga", SHE}, {"oliver", HE}, {"olivia", SHE}, {"omar", HE}, {"oprah", SHE},
    {"orlando", HE}, {"osama", HE}, {"oscar", HE}, {"otto", HE}, {"owen", HE}, {"pablo", HE},
    {"paige", SHE}, {"pamela", SHE}, {"paolo", HE}, {"pascal", HE}, {"patricia", SHE},
    {"patrick", HE}, {"patsy", SHE}, {"patty", SHE}, {"paul", HE}, {"paula", SHE}, {"pauline", SHE},
    {"pavel", HE}, {"pearl", SHE}, {"pedro", HE}, {"peggy", SHE}, {"penelope", SHE}, {"penny", SHE},
    {"percy", HE}, {"perry", HE}, {"pete", HE}, {"peter", HE}, {"phil", HE}, {"philip", HE},
    {"philippe", HE}, {"phillip", HE}, {"phoebe", SHE}, {"phyllis", SHE}, {"pierre", HE},
    {"polly", SHE}, {"prince", HE}, {"priscilla", SHE}, {"priya", SHE}, {"rachel", SHE},
    {"rafael", HE}, {"rahul", HE}, {"raj", HE}, {"rajiv", HE}, {"ralph", HE}, {"ramon", HE},
    {"ramona", SHE}, {"randall", HE}, {"randy", HE}, {"raul", HE}, {"ray", HE}, {"raymond", HE},
    {"rebecca", SHE}, {"reggie", HE}, {"regina", SHE}, {"reginald", HE}, {"rene", HE},
    {"renee", SHE}, {"reuben", HE}, {"rex", HE}, {"rhonda", SHE}, {"ricardo", HE}, {"richard", HE},
    {"rick", HE}, {"ricky", HE}, {"rita", SHE}, {"rob", HE}, {"robbie", HE}, {"robert", HE},
    {"roberta", SHE}, {"roberto", HE}, {"robyn", SHE}, {"rod", HE}, {"roderick", HE},
    {"rodney", HE}, {"roger", HE}, {"roland", HE}, {"rolf", HE}, {"ron", HE}, {"ronald", HE},
    {"ronnie", HE}, {"rory", HE}, {"rosa", SHE}, {"rosalind", SHE}, {"rosanne", SHE}, {"rose", SHE},
    {"rosemary", SHE}, {"ross", HE}, {"roxanne", SHE}, {"roy", HE}, {"ruben", HE}, {"rudolf", HE},
    {"rudy", HE}, {"rupert", HE}, {"russell", HE}, {"ruth", SHE}, {"ryan", HE}, {"sabrina", SHE},
    {"sally", SHE}, {"sam", HE}, {"samantha", SHE}, {"samir", HE}, {"samuel", HE}, {"sandra", SHE},
    {"santiago", HE}, {"sara", SHE}, {"sarah", SHE}, {"saul", HE}, {"scott", HE}, {"sean", HE},
    {"sebastian", HE}, {"selena", SHE}, {"serge", HE}, {"sergei", HE}, {"sergey", HE},
    {"sergio", HE}, {"seth", HE}, {"shane", HE}, {"shannon", SHE}, {"sharon", SHE}, {"shaun", HE},
    {"shawn", HE}, {"sheila", SHE}, {"sheldon", HE}, {"shelley", SHE}, {"sheryl", SHE},
    {"shirley", SHE}, {"sidney", HE}, {"silvia", SHE}, {"silvio", HE}, {"simon", HE},
    {"simone", SHE}, {"sofia", SHE}, {"sonia", SHE}, {"sophia", SHE}, {"sophie", SHE},
    {"spencer", HE}, {"stacey", SHE}, {"stacy", SHE}, {"stan", HE}, {"stanley", HE}, {"stefan", HE},
    {"stella", SHE}, {"stephan", HE}, {"stephanie", SHE}, {"stephen", HE}, {"sterling", HE},
    {"steve", HE}, {"steven", HE}, {"stewart", HE}, {"stuart", HE}, {"sue", SHE}, {"susan", SHE},
    {"susanna", SHE}, {"susanne", SHE}, {"suzanne", SHE}, {"sven", HE}, {"svetlana", SHE},
    {"sylvia", SHE}, {"tamara", SHE}, {"tammy", SHE}, {"tanya", SHE}, {"tara", SHE},
    {"tatiana", SHE}, {"ted", HE}, {"terence", HE}, {"teresa", SHE}, {"terrence", HE},
    {"terry", HE}, {"tessa", SHE}, {"thelma", SHE}, {"theo", HE}, {"theodore", HE},
    {"theresa", SHE}, {"therese", SHE}, {"thomas", HE}, {"tiffany", SHE}, {"tim", HE},
    {"timothy", HE}, {"tina", SHE}, {"toby", HE}, {"todd", HE}, {"tom", HE}, {"tommy", HE},
    {"tony", HE}, {"tracey", SHE}, {"tracy", SHE}, {"travis", HE}, {"trevor", HE}, {"tyler", HE},
    {"umar", HE}, {"ursula", SHE}, {"valentina", SHE}, {"valerie", SHE}, {"vanessa", SHE},
    {"vera", SHE}, {"vernon", HE}, {"veronica", SHE}, {"vicki", SHE}, {"vicky", SHE},
    {"victor", HE}, {"victoria", SHE}, {"vijay", HE}, {"viktor", HE}, {"vince", HE},
    {"vincent", HE}, {"vincenzo", HE}, {"viola", SHE}, {"violet", SHE}, {"virginia", SHE},
    {"vivian", SHE}, {"vladimir", HE}, {"wallace", HE}, {"walter", HE}, {"wanda", SHE},
    {"warren", HE}, {"wayne", HE}, {"wendell", HE}, {"wendy", SHE}, {"wesley", HE},
    {"whitney", SHE}, {"wilbur", HE}, {"will", HE}, {"willem", HE}, {"william", HE}, {"willie", HE},
    {"wilma", SHE}, {"winston", HE}, {"wolfgang", HE}, {"xavier", HE}, {"yasser", HE},
    {"yolanda", SHE}, {"yuri", HE}, {"yusuf", HE}, {"yvette", SHE}, {"yvonne", SHE},
    {"zachary", HE}, {"zoe", SHE},
};

/* Titles, relations and offices that tell the sex. In order. */
static const gendered nouns[] = {
    {"actor", HE}, {"actress", SHE}, {"alderman", HE}, {"assemblyman", HE}, {"assemblywoman", SHE},
    {"aunt", SHE}, {"baron", HE}, {"baroness", SHE}, {"boy", HE}, {"boyfriend", HE}, {"boys", HE},
    {"bride", SHE}, {"brother", HE}, {"brothers", HE}, {"businessman", HE}, {"businesswoman", SHE},
    {"cameraman", HE}, {"chairman", HE}, {"chairwoman", SHE}, {"congressman", HE},
    {"congresswoman", SHE}, {"councilman", HE}, {"councilwoman", SHE}, {"count", HE},
    {"countess", SHE}, {"dad", HE}, {"daughter", SHE}, {"daughters", SHE}, {"duchess", SHE},
    {"duke", HE}, {"emperor", HE}, {"empress", SHE}, {"father", HE}, {"fathers", HE},
    {"fireman", HE}, {"fisherman", HE}, {"gentleman", HE}, {"gentlemen", HE}, {"girl", SHE},
    {"girlfriend", SHE}, {"girls", SHE}, {"goddess", SHE}, {"granddaughter", SHE},
    {"grandfather", HE}, {"grandmother", SHE}, {"grandson", HE}, {"groom", HE}, {"guy", HE},
    {"guys", HE}, {"heroine", SHE}, {"hostess", SHE}, {"husband", HE}, {"king", HE},
    {"ladies", SHE}, {"lady", SHE}, {"lord", HE}, {"madam", SHE}, {"man", HE}, {"men", HE},
    {"miss", SHE}, {"mom", SHE}, {"monk", HE}, {"mother", SHE}, {"mothers", SHE}, {"mr", HE},
    {"mrs", SHE}, {"ms", SHE}, {"mum", SHE}, {"nephew", HE}, {"niece", SHE}, {"nun", SHE},
    {"policeman", HE}, {"policewoman", SHE}, {"priest", HE}, {"prince", HE}, {"princess", SHE},
    {"queen", SHE}, {"salesman", HE}, {"sir", HE}, {"sister", SHE}, {"sisters", SHE}, {"son", HE},
    {"sons", HE}, {"spokesman", HE}, {"spokeswoman", SHE}, {"sportsman", HE}, {"statesman", HE},
    {"stepfather", HE}, {"stepmother", SHE}, {"uncle", HE}, {"waiter", HE}, {"waitress", SHE},
    {"widow", SHE}, {"widower", HE}, {"wife", SHE}, {"woman", SHE}, {"women", SHE},
};

enum { MAX_WORD = 15 };

/* The word in lower case, with a typographic apostrophe made plain; false when it is too long. */
static bool lower(char out[MAX_WORD + 1], onr_slice word)
{
    if (word.len == 0 || word.len > MAX_WORD) return false;
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        out[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    out[word.len] = '\0';
    if (strncmp(out, "\xE2\x80\x99", 3) == 0) {
        out[0] = '\'';
        memmove(out + 1, out + 3, word.len - 2);
    }
    return true;
}

static uint8_t gender_in(const gendered *table, size_t count, onr_slice word)
{
    char key[MAX_WORD + 1];
    if (!lower(key, word)) return 0;
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(table[middle].word, key);
        if (order == 0) return table[middle].gender;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

uint8_t onr_gender_of_name(onr_slice word)
{
    return gender_in(given_names, sizeof given_names / sizeof *given_names, word);
}

uint8_t onr_gender_of_noun(onr_slice word)
{
    return gender_in(nouns, sizeof nouns / sizeof *nouns, word);
}

uint32_t onr_pronoun_find(onr_slice word)
{
    char key[MAX_WORD + 1];
    if (!lower(key, word)) return ONR_NONE;
    uint32_t low = 0, high = ONR_PRONOUN_COUNT;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(pronouns[middle].word, key);
        if (order == 0) return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return ONR_NONE;
}

const onr_pronoun *onr_pronoun_at(uint32_t i)
{
    return &pronouns[i];
}
