DROP TABLE order_reminders;
DROP TABLE order_steps;
DROP TABLE order_givings;
DROP TABLE order_addressees;
DROP TABLE orders;
